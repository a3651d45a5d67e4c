import type { LibraryScope } from '../library-scope.ts'

// The function around the whole bundle has this parameter: each process gets libraries of its own.
declare const libraryScope: LibraryScope

/** The process these libraries belong to. */
export const scope: LibraryScope = libraryScope
