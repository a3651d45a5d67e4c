/** 1 January 2026: when every run of client code begins. */
export const EPOCH_MS = 1_767_225_600_000
