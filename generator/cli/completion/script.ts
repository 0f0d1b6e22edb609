/** The completion as a shell reads it: plain lists, so that no key press starts a process. */
import { COMMANDS, type CommandRow } from '../commands.ts';
import { COMMON, OPTIONS, type OptionName, type OptionRow } from '../options.ts';

export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

const HELP = ['--help', '--version'];

/** @param scenarios the names of the built-in scenarios */
export function completionScript(shell: Shell, scenarios: readonly string[]): string {
  return [
    '# Completion of keepwire; made by "keepwire completion". File names are completed by the shell itself.',
    // zsh takes bash's completions then.
    ...(shell === 'zsh' ? ['autoload -Uz bashcompinit && bashcompinit'] : []),
    '_keepwire() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= words= index',
    '  COMPREPLY=()',
    '  for ((index = 1; index < COMP_CWORD; index++)); do',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    '    case ${COMP_WORDS[index]} in -*) ;; *) command=${COMP_WORDS[index]}; break ;; esac',
    '  done',
    '  case $previous in',
    ...valueLines(scenarios).map((line) => `    ${line}`),
    '    *)',
    '      case $command in',
    `        '') words='${[...Object.keys(COMMANDS), ...HELP].join(' ')}' ;;`,
    ...Object.entries(COMMANDS).map((entry) => `        ${commandLine(...entry)}`),
    '      esac',
    // Nothing to complete: the shell takes the names of files.
    '      case $command:$current in :*|completion:*|*:-*) ;; *) words= ;; esac ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _keepwire keepwire',
  ].join('\n');
}

/** After an option with a value: the words that it takes, or nothing, so that the shell completes file names. */
function valueLines(scenarios: readonly string[]): readonly string[] {
  const names = Object.keys(OPTIONS) as readonly OptionName[];
  const rows = names.map((name): readonly [OptionName, OptionRow] => [name, OPTIONS[name]]);
  const withValue = rows.filter(([, { type }]) => type !== 'boolean');
  const chosen = withValue.flatMap(([name, { choices }]) => {
    const words = name === 'scenario' ? scenarios : choices;
    return words === undefined ? [] : [{ name, line: `--${name}) words='${words.join(' ')}' ;;` }];
  });
  const free = withValue.map(([name]) => name).filter((name) => !chosen.some((one) => one.name === name));
  return [...chosen.map(({ line }) => line), `${free.map((name) => `--${name}`).join('|')}) return ;;`];
}

function commandLine(name: string, { options, positional }: CommandRow): string {
  const words = [...COMMON, ...options].map((option) => `--${option}`);
  const shells = positional === '<shell>' ? SHELLS : [];
  return `${name}) words='${[...shells, ...words, '--help'].join(' ')}' ;;`;
}
