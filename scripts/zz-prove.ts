import { readFileSync } from 'node:fs'
import { proveLesson, readLesson } from '#lessons'
for (const id of process.argv.slice(2)) {
  const r = readLesson(JSON.parse(readFileSync(`lessons/${id}/lesson.json`,'utf8')))
  if (!r.ok) { console.log(id, r.problems); continue }
  console.log(id, proveLesson(r.lesson))
}
