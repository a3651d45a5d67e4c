import { worldFacts, type WorldFacts } from '#scenarios'
import { sandboxFacts, type SandboxFacts } from '../facts.ts'

/** What a run of an exercise says: the shop's facts, then those of the processes that run code. */
export const exerciseFacts: WorldFacts & SandboxFacts = { ...worldFacts, ...sandboxFacts }
