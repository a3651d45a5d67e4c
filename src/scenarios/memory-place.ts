/** Under which name the threads behind a process's list in memory do their work. */
export function memoryPlace(process: string): string {
  return `${process}:memory`
}
