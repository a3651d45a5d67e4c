export { lessonLanguages, readCourse } from './course.ts'
export type { Course, CourseLesson, LessonLanguage } from './course.ts'
export { evaluate } from './evaluate.ts'
export type { Evidence, Verdict } from './evaluate.ts'
export { shopOf } from './lesson.ts'
export type {
  Exercise,
  ForeseenMistake,
  Lesson,
  LessonStep,
  Prediction,
  StepAction,
  StepCheck,
  StepControl,
} from './lesson.ts'
export { inputProblems } from './lesson-schema.ts'
export { readLessonText, textKeys } from './lesson-text.ts'
export type { LessonText } from './lesson-text.ts'
export type { FactPattern, Predicate } from './predicate.ts'
export { noProgress, progressIn, readProgress, withDoneStep, withLesson } from './progress.ts'
export type { LessonProgress, Progress } from './progress.ts'
export { projectFiles, projectFolder } from './project/project-files.ts'
export type { ProjectFiles, ProjectSettings, ProjectTemplate } from './project/project-files.ts'
export { zipProject } from './project/zip-project.ts'
export { proveLesson } from './prove.ts'
export type { Demand, Proofs } from './prove.ts'
export { exerciseSource, proveExercise } from './prove-exercise.ts'
export type { CodeSource, ExerciseCode, PlayExercise } from './prove-exercise.ts'
export { readLesson } from './read-lesson.ts'
export type { ReadLesson } from './read-lesson.ts'
export { evidenceOf, missingChecks } from './whole-run.ts'
export type { WholeRun } from './whole-run.ts'
