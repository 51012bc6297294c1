import { formatTick, scroll } from './html-charts.ts'
import { type Content, folded, html, section, table } from './html-parts.ts'
import { bars } from './html-svg.ts'
import type { DrillReport, Report, VolumeReport } from './report.ts'
import { formatChange } from './sizes.ts'
import { formatBytes, formatDuration, plural } from './units.ts'

export function volumeTable(volumes: readonly VolumeReport[]): Content {
  if (volumes.length === 0) return undefined
  const noted = volumes.some(({ notes, rollbackCopy }) => notes.length > 0 || rollbackCopy !== undefined)
  return section(
    'Volumes',
    table(
      plural(volumes.length, 'volume'),
      [
        {
          title: 'Volume',
          kind: 'name',
          cell: ({ key, description }: VolumeReport) =>
            html`${key}${description ? html`<small>${description}</small>` : undefined}`
        },
        { title: 'Priority', cell: ({ priority }) => priority },
        {
          title: 'Outcome',
          cell: ({ outcome, consistency }) =>
            html`${outcome}${consistency ? html`<small>${consistency}</small>` : undefined}`
        },
        { title: 'Entries', kind: 'number', cell: ({ entries }) => entries?.toLocaleString('en-US') },
        { title: 'Content', kind: 'number', cell: contentOf },
        { title: 'Archive', kind: 'number', cell: ({ archiveBytes }) => sizeOf(archiveBytes) },
        {
          title: 'Took',
          kind: 'number',
          cell: ({ durationMs }) => (durationMs === undefined ? '' : formatDuration(durationMs))
        },
        ...(noted ? [{ title: 'Notes', kind: 'name' as const, cell: notesOf }] : [])
      ],
      volumes
    )
  )
}

function contentOf({ contentBytes, before }: VolumeReport): Content {
  if (contentBytes === undefined || !before) return sizeOf(contentBytes)
  return html`${formatBytes(contentBytes)}<small>${formatChange(contentBytes, before.contentBytes, formatBytes)}</small>`
}

function sizeOf(bytes: number | undefined): string {
  return bytes === undefined ? '' : formatBytes(bytes)
}

function notesOf({ notes, rollbackCopy }: VolumeReport): Content {
  return [...notes, ...(rollbackCopy === undefined ? [] : [`old content in ${rollbackCopy}`])].map(
    (note) => html`<small>${note}</small>`
  )
}

/** The stack on copies of its volumes: what started, in which image, and when it was ready. */
export function drillResult(drill: DrillReport | undefined): Content {
  if (!drill) return undefined
  const { services, source, backupId } = drill
  const origin =
    source === 'backup' ? `copies from the backup ${backupId ?? ''}` : 'copies of the live volumes'
  return section(
    'Drill',
    services.length === 0
      ? html`<p class="count">The stack was not started on ${origin}: they did not pass their checks.</p>`
      : html`<p class="count">The stack was started on ${origin}, beside the one that runs.</p>`,
    table(
      'Services of the drill',
      [
        { title: 'Service', kind: 'name', cell: ({ name }: Service) => name },
        { title: 'Image', kind: 'name', cell: ({ image }) => image },
        { title: 'State', cell: ({ state }) => state },
        { title: 'Health', cell: ({ health }) => health },
        {
          title: 'Ready after',
          kind: 'number',
          cell: ({ readyMs }) => (readyMs === undefined ? 'never' : formatDuration(readyMs))
        }
      ],
      services
    ),
    readyChart(services)
  )
}

type Service = DrillReport['services'][number]

function readyChart(services: readonly Service[]): Content {
  const ready = services
    .flatMap(({ name, readyMs }) => (readyMs === undefined ? [] : [{ name, readyMs }]))
    .slice(0, 80)
  if (ready.length === 0) return undefined
  const description = ready.map(({ name, readyMs }) => `${name} after ${formatDuration(readyMs)}`).join(', ')
  const rows = ready.map(({ name, readyMs }) => ({
    label: name,
    note: formatDuration(readyMs),
    parts: [{ start: 0, length: readyMs, look: 'bar phase' }]
  }))
  const most = Math.max(...ready.map(({ readyMs }) => readyMs))
  return html`<figure class="wide">${scroll('When each service was ready', bars('ready', { title: 'When each service was ready', description }, rows, { most, format: formatTick }))}</figure>`
}

export function leftOut({ leftOut: volumes }: Report): Content {
  if (volumes.length === 0) return undefined
  const columns = [
    { title: 'Volume', kind: 'name' as const, cell: ({ key }: Report['leftOut'][number]) => key },
    { title: 'Priority', cell: ({ priority }: Report['leftOut'][number]) => priority },
    { title: 'Why', cell: ({ reason }: Report['leftOut'][number]) => reason.replaceAll('-', ' ') }
  ]
  return section(
    'Left out',
    folded(
      plural(volumes.length, 'volume'),
      table('Volumes left out', columns, volumes),
      volumes.length <= 20
    )
  )
}
