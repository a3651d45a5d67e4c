import { readFileSync } from 'node:fs'
import { readLesson, shopOf } from '#lessons'
import { Simulation, atSeconds, toSeconds } from '#engine'
import { shopModel, LedgerFold } from '#scenarios'
for (const id of ['order-that-waits','wake-me-when-there-is-work','threads-and-processes','worker-that-died']) {
const r = readLesson(JSON.parse(readFileSync(`lessons/${id}/lesson.json`,'utf8')))
if (r.ok) for (const step of r.lesson.steps) {
  const inputs = step.solution.flatMap(a=>'input' in a?[{at:atSeconds(a.at),input:a.input}]:[])
  const end = Math.max(...step.solution.map(a=>'until' in a?a.until:'at' in a?a.at:0))
  const sim = new Simulation(shopModel,{params:shopOf(r.lesson,step),seed:step.seed,inputs})
  sim.runUntil(atSeconds(end))
  const fold = new LedgerFold(shopOf(r.lesson,step)); fold.advance(sim.trace,0,sim.trace.length); const l=fold.ledger()
  let polls=0,empty=0,q=0
  for (let i=0;i<sim.trace.length;i++){const f=sim.trace.fact(i as never); if(f.kind==='poll.ran'){polls++; if(f.fields['found']===0)empty++}; if(f.kind==='db.queried')q++}
  console.log(id, step.id, 'until',end, 'placed',l.placed,'proc',l.processed,'mail',l.emailed,'refused',l.refused,'lost',l.lost.length,'2x',l.doneTwice.length,'ooo',l.outOfOrder.length,'wait',l.wait&&[l.wait.mean,l.wait.p95,l.wait.max].map(toSeconds).map(x=>x.toFixed(2)).join(),'ans',l.answer&&[l.answer.mean,l.answer.max].map(toSeconds).map(x=>x.toFixed(2)).join(),'polls',polls,empty,'q',q)
}}
