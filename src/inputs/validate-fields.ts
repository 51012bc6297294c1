import { boolean, type Field, text, word } from './field.ts'
import { checkNames } from './settings.ts'

/** What a validation looks at, and how. */
export const validateFields: readonly Field[] = [
  {
    ...text(
      'checks',
      'Checks to run, a list of labels, archives, spot, cycle, drill, acceptance. Default: all that apply.',
      'LIST',
      ['validate'],
      'words'
    ),
    legal: checkNames
  },
  word(
    'drill-source',
    ['backup', 'live'],
    '',
    'What the drill starts the stack on: copies from a backup, or of the live volumes. Default: a backup if there is one.',
    ['validate']
  ),
  text(
    'drill-images',
    'Images for the drill in place of those in the Compose file, a list of SERVICE=IMAGE.',
    'LIST',
    ['validate'],
    'list'
  ),
  {
    ...text(
      'spot-limits',
      'Percent by which a volume may differ from its backup before, a list; entropy in points of the compressed share.',
      'LIST',
      ['validate'],
      'list'
    ),
    default: 'growth=300,shrink=60,changed=90,entropy=30'
  },
  {
    ...boolean('comment', 'false', 'Keep one comment on the pull request up to date with the result.', [
      'validate'
    ]),
    actionOnly: true
  }
]
