/** What a user may do, each as a regular expression over names. */
export interface Permissions {
  /** Declare and delete. */
  readonly configure: string
  /** Put messages in. */
  readonly write: string
  /** Take messages out. */
  readonly read: string
}
