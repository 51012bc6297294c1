import type { DeclaredMount, DeclaredService } from '../../selection/model.ts'
import { cleanPath, isWithin, readServiceExtension } from '../../selection/paths.ts'
import { type DataFolders, dataFolders } from './data-folders.ts'

/** A mount, those included that the engine adds by itself. */
export interface Mount {
  readonly type: DeclaredMount['type'] | 'anonymous'
  /** Key of the volume, or path on the host. */
  readonly source: string | undefined
  readonly target: string
  readonly readOnly: boolean
  /** Not in the file: the image asks for it. */
  readonly ofImage: boolean
}

/** Data that has to outlive the container, at one of these paths. */
export interface DataPath {
  readonly paths: readonly string[]
  /** How it is known: follows "data at /x" in a sentence. */
  readonly origin: string
}

export interface ServiceFacts {
  readonly name: string
  readonly image: string | undefined
  /** Started only when somebody asks for it. */
  readonly onDemand: boolean
  readonly mounts: readonly Mount[]
  readonly dataPaths: readonly DataPath[]
  /** The service itself, or a table, says where its data is: a VOLUME elsewhere is of less concern. */
  readonly isKnown: 'said' | 'table' | undefined
  /** Whether the engine has the image. */
  readonly hasImage: boolean
}

/** @param imageVolumes by service: the paths that its image declares, where the engine has it */
export function describeServices(
  services: readonly DeclaredService[],
  imageVolumes: ReadonlyMap<string, readonly string[]>
): readonly ServiceFacts[] {
  return services.map((service) => describe(service, imageVolumes.get(service.name)))
}

function describe(service: DeclaredService, declaredByImage: readonly string[] | undefined): ServiceFacts {
  const { name, image, command = [], environment = {} } = service
  const own = service.mounts.map(
    ({ type, source, target, readOnly }): Mount => ({
      type: type === 'volume' && source === undefined ? 'anonymous' : type,
      source,
      target: cleanPath(target),
      readOnly,
      ofImage: false
    })
  )
  const volumes = (declaredByImage ?? []).map(cleanPath)
  // The engine asks for the very path: a mount of the parent does not stop it from putting a volume on top.
  const added = volumes
    .filter((path) => !own.some(({ target }) => target === path))
    .map(
      (target): Mount => ({ type: 'anonymous', source: undefined, target, readOnly: false, ofImage: true })
    )
  const said = readServiceExtension(service.xBackup).paths
  const table = image === undefined ? undefined : dataFolders({ image, command, environment })
  return {
    name,
    image,
    onDemand: service.profiles.length > 0,
    mounts: [...own, ...added],
    dataPaths: dataPathsOf(image ?? 'its image', said, table, volumes),
    isKnown: said ? 'said' : table && 'table',
    hasImage: declaredByImage !== undefined
  }
}

/** What the service says counts first, then what is known of the image, then what the image declares. */
function dataPathsOf(
  image: string,
  said: readonly string[] | undefined,
  table: DataFolders | undefined,
  volumes: readonly string[]
): readonly DataPath[] {
  if (said) return said.map((path) => ({ paths: [path], origin: 'which its x-backup names' }))
  if (!table) return volumes.map((path) => ({ paths: [path], origin: `which ${image} declares as a volume` }))
  // Of several releases the image tells which one it is.
  const declared = table.paths.filter(
    (path) => table.byRelease && volumes.some((folder) => isWithin(path, folder))
  )
  return [{ paths: declared.length > 0 ? declared : table.paths, origin: `where ${image} keeps it` }]
}

/** The mount that a path lies in: the deepest counts. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  return mounts
    .filter(({ target }) => isWithin(path, target))
    .reduce<Mount | undefined>(
      (deepest, mount) => (deepest && deepest.target.length > mount.target.length ? deepest : mount),
      undefined
    )
}
