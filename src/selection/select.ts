import type { Priority, VolumePattern } from '../inputs/settings.ts'
import type { ComposeModel, LiveVolume, Selection } from './model.ts'
export function selectVolumes(request: {patterns: readonly VolumePattern[]; priorities: readonly Priority[]; compose: ComposeModel | undefined; project: string | undefined; live: readonly LiveVolume[]}): Selection {
  const volumes = request.live.filter((v) => request.patterns.length ? request.patterns.some((p) => p.pattern === v.name) : v.labels['com.docker.compose.project'] === request.project)
    .map((live) => ({ key: live.labels['com.docker.compose.volume'] ?? live.name, name: live.name, project: request.project, priority: (live.labels.backup ?? 'high') as Priority, prioritySource: 'live-label' as const, priorityWord: undefined, description: live.labels.description, restoreOrder: undefined, retentionDays: undefined, exclude: [], live }))
  return { volumes, leftOut: [], warnings: [] }
}
