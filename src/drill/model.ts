/** What a path of the host is; `machine`: a folder that shows what runs on the machine, or leads to its sockets. */
export type PathKind = 'file' | 'folder' | 'socket' | 'other' | 'missing' | 'machine'

export interface DrillRequest {
  /** The Compose file as Compose resolves it. */
  readonly resolved: Readonly<Record<string, unknown>>
  /** Of the drill; nobody else's containers carry it. */
  readonly project: string
  readonly labels: Readonly<Record<string, string>>
  /** Service to image, in place of its own. */
  readonly images: ReadonlyMap<string, string>
  /** Services that a verify command runs, though nobody starts them. */
  readonly asked: ReadonlySet<string>
  /** Those of the Compose file that the engine has. */
  readonly localImages: ReadonlySet<string>
  /** The drill's volume for each volume of the Compose file, and for folders of the host that services write to. */
  readonly volumeName: (key: string) => string
  readonly pathKind: (path: string) => PathKind
}

export interface DrillPlan {
  /** A Compose file that touches nothing of the user's. */
  readonly compose: Readonly<Record<string, unknown>>
  /** Keys of the volumes that it needs, by the drill's name for them. */
  readonly volumes: ReadonlyMap<string, string>
  /** Services that are started. */
  readonly services: readonly string[]
  /** Those of them that are meant to run for good. */
  readonly lasting: ReadonlySet<string>
  /** What is other than in the Compose file. */
  readonly notes: readonly string[]
  /** Why there can be no drill. */
  readonly problems: readonly Problem[]
}

export interface Problem {
  readonly subject: string
  readonly message: string
  readonly hint: string
}
