/** The entry for code that learners write: no page loads it before somebody opens an exercise. */
export { openClientRun, openLearnerRun, prepareLearnerRun } from '#adapters'
