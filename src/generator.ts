/** Who wrote a manifest. A test holds the version to package.json. */
export const generator = { name: 'volume-backup-action', version: '0.1.0' } as const
