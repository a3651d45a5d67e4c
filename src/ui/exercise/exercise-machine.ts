import { setup } from 'xstate'

/** What happens to the run of an exercise. */
export type ExerciseEvent =
  | { readonly type: 'RUN' }
  | { readonly type: 'RAN' }
  | { readonly type: 'REFUSED' }
  | { readonly type: 'ENDED' }

/** The flow of an exercise: one writes, runs, and sees what came of it. Editing is always possible. */
export const exerciseMachine = setup({
  types: { events: {} as ExerciseEvent },
}).createMachine({
  id: 'exercise',
  initial: 'ready',
  states: {
    ready: { on: { RUN: 'running' } },
    running: { on: { RAN: 'ran', REFUSED: 'refused', ENDED: 'ended' } },
    /** It came to its end: the checks say how. */
    ran: { on: { RUN: 'running' } },
    /** It does not compile. */
    refused: { on: { RUN: 'running' } },
    /** It was ended from outside. */
    ended: { on: { RUN: 'running' } },
  },
})
