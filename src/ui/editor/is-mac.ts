/** Whether keys have the names and places they have on a Mac. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent)
}
