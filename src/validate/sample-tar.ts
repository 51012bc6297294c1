/** What a trial volume holds: names, modes and owners that a careless copy loses. */
interface Sample {
  readonly path: string
  readonly type: '0' | '2' | '5'
  readonly mode: number
  readonly owner?: number
  readonly content?: string
  readonly link?: string
}

/** In the order of our own archives. */
function samples(note: string): readonly Sample[] {
  return [
    { path: '', type: '5', mode: 0o2751 },
    { path: 'a folder/', type: '5', mode: 0o1777, owner: 1000 },
    { path: 'a folder/naïve name', type: '0', mode: 0o604, owner: 1000, content: 'x' },
    { path: 'closed', type: '0', mode: 0o000, content: 'nobody may read this\n' },
    { path: 'empty', type: '0', mode: 0o444 },
    {
      path: 'large',
      type: '0',
      mode: 0o640,
      owner: 65_534,
      content: 'a line of a larger file\n'.repeat(20_000)
    },
    { path: 'latest', type: '2', mode: 0o777, link: 'a folder/naïve name' },
    { path: 'note', type: '0', mode: 0o600, content: note },
    { path: 'program', type: '0', mode: 0o4755, content: '#!/bin/sh\n' },
    { path: 'secret.key', type: '0', mode: 0o600, owner: 1000, content: 'not a real key\n' }
  ]
}

/** A tar of the samples under `volume/`. @param note the content of one file, so that two volumes differ */
export function sampleTar(note: string): Buffer {
  return Buffer.concat([...samples(note).flatMap(blocksOf), Buffer.alloc(1024)])
}

function blocksOf({ path, type, mode, owner = 0, content = '', link = '' }: Sample): readonly Buffer[] {
  const body = Buffer.from(content)
  const header = Buffer.alloc(512)
  header.write(`volume/${path}`, 0)
  header.write(octal(mode, 8), 100)
  header.write(octal(owner, 8), 108)
  header.write(octal(owner, 8), 116)
  header.write(octal(body.length, 12), 124)
  header.write(octal(1_700_000_000, 12), 136)
  header.write(' '.repeat(8), 148)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\u000000', 257)
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7
    ),
    148
  )
  return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]
}

/** As digits and a zero byte in so many bytes. */
function octal(value: number, bytes: number): string {
  return `${value.toString(8).padStart(bytes - 1, '0')}\0`
}
