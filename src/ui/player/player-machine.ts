import { assign, setup } from 'xstate'

/** What can happen to the flow of the player. */
export type PlayerEvent =
  | { readonly type: 'OPEN' }
  /** The model has sent its first report. */
  | { readonly type: 'LOADED' }
  | { readonly type: 'PLAY' }
  | { readonly type: 'PAUSE' }
  | { readonly type: 'SEEK' }
  /** The playhead stands where it was sent. */
  | { readonly type: 'ARRIVED' }
  /** Nothing more will happen. */
  | { readonly type: 'ENDED' }
  | { readonly type: 'FAIL' }

/**
 * The flow of the player. A run is opened, then the playhead is sent to where the source says. A
 * seek remembers whether it plays on at its end: play and pause change that while it is under way.
 */
export const playerMachine = setup({
  types: {
    context: {} as { readonly playsOn: boolean },
    events: {} as PlayerEvent,
  },
  actions: {
    playOn: assign({ playsOn: true }),
    rest: assign({ playsOn: false }),
  },
  guards: {
    playsOn: ({ context }) => context.playsOn,
  },
}).createMachine({
  id: 'player',
  context: { playsOn: false },
  initial: 'empty',
  on: {
    OPEN: { target: '.loading', actions: 'rest' },
    FAIL: '.failed',
  },
  states: {
    empty: {},
    loading: {
      on: { LOADED: 'seeking', PLAY: { actions: 'playOn' }, PAUSE: { actions: 'rest' } },
    },
    paused: {
      on: { PLAY: 'playing', SEEK: { target: 'seeking', actions: 'rest' } },
    },
    playing: {
      on: {
        PAUSE: 'paused',
        ENDED: 'paused',
        SEEK: { target: 'seeking', actions: 'playOn' },
      },
    },
    seeking: {
      on: {
        PLAY: { actions: 'playOn' },
        PAUSE: { actions: 'rest' },
        ARRIVED: [{ guard: 'playsOn', target: 'playing' }, { target: 'paused' }],
      },
    },
    failed: {},
  },
})
