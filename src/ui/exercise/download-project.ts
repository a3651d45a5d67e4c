import { projectFiles, projectFolder, shopOf, zipProject, type LessonLanguage } from '#lessons'
import { projectTemplate } from 'virtual:project-template'
import type { ExerciseSession } from './exercise-session.ts'

/** Gives what stands in the editor to the browser to save, as a project for Node.js. */
export function downloadProject(
  session: ExerciseSession,
  name: string,
  language: LessonLanguage,
): void {
  const { lesson, step, exercise, ports } = session.settings
  const { files } = session.store.getState()
  const project = projectFiles({
    name,
    exercise,
    definition: shopOf(lesson, step),
    seed: step.seed,
    files,
    language,
    template: projectTemplate,
  })
  const folder = projectFolder(step.id)
  ports.save(`${folder}.zip`, zipProject(project, folder))
}
