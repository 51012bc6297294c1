import type Docker from 'dockerode'
import { call } from './docker-calls.ts'

export async function importImage(
  client: Docker,
  tag: string,
  rootTar: NodeJS.ReadableStream,
  labels: Readonly<Record<string, string>>
): Promise<void> {
  const [repo, name] = tag.split(':')
  const changes = `LABEL ${Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')}`
  await call(`import image ${tag}`, async () => {
    const progress = await client.importImage(rootTar, { repo, tag: name, changes })
    await new Promise<void>((resolve, reject) => {
      client.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()))
    })
  })
}

/** Those in use by a run beside this one stay; a later run removes them. */
export async function removeImages(client: Docker, label: string, keep: string | undefined): Promise<void> {
  const images = await call('list the images', () => client.listImages({ filters: { label: [label] } }))
  for (const image of images) {
    if (keep !== undefined && image.RepoTags?.includes(keep)) continue
    // In use by a run beside this one: it stays, and a later run removes it.
    await client
      .getImage(image.Id)
      .remove()
      .catch(() => undefined)
  }
}
