import { readFileSync } from 'node:fs'
import { readLesson, shopOf } from '#lessons'
import { Simulation, atSeconds, toSeconds } from '#engine'
import { shopModel } from '#scenarios'
const [,, id, stepId] = process.argv
const r = readLesson(JSON.parse(readFileSync(`lessons/${id}/lesson.json`,'utf8')))
if (r.ok) {
  const step = r.lesson.steps.find(s=>s.id===stepId)!
  const inputs = step.solution.flatMap(a=>'input' in a?[{at:atSeconds(a.at),input:a.input}]:[])
  const sim = new Simulation(shopModel,{params:shopOf(r.lesson,step),seed:step.seed,inputs})
  sim.runUntil(atSeconds(14))
  for (let i=0;i<sim.trace.length;i++){const f=sim.trace.fact(i as never); console.log(toSeconds(f.at).toFixed(3), f.kind, JSON.stringify(f.fields))}
}
