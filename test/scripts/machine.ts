/** A machine without the tools of the system, whose apt-get writes down what it is told and installs compilers that do nothing. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const APT = `PATH=/usr/bin:/bin
echo "apt-get $*" >> "$MACHINE/log"
[ -e "$MACHINE/offline" ] && exit 100
[ "$1" = install ] || exit 0
for package in "$@"; do
  case $package in
    gcc-arm-none-eabi)
      echo '#!/bin/sh
[ -e "$MACHINE/newlib" ] && echo /lib/libc_nano.a || echo libc_nano.a' > "$MACHINE/bin/arm-none-eabi-gcc"
      chmod +x "$MACHINE/bin/arm-none-eabi-gcc" ;;
    libnewlib-arm-none-eabi) touch "$MACHINE/newlib" ;;
    tshark | cmake | make) ln -s /bin/true "$MACHINE/bin/$package" ;;
  esac
done
`;
/** Drops its options. */
const SUDO = `echo "sudo $*" >> "$MACHINE/sudo"
while [ "\${1#-}" != "$1" ]; do shift; done
exec "$@"
`;

/** Runs the words after the first two on a terminal; types the first one's text once something asks; shows all that is printed. */
const ON_TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
printed, typed = b'', False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    printed += chunk
    if not typed and b'[Y/n]' in printed:
        os.write(terminal, sys.argv[1].encode())
        typed = True
sys.stdout.buffer.write(printed)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export interface Ended {
  readonly status: number | null;
  /** Both streams. */
  readonly printed: string;
}

interface Run {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

export class Machine {
  readonly path = mkdtempSync(join(tmpdir(), 'keepwire-machine-'));

  constructor() {
    mkdirSync(this.at('bin'));
    chmodSync(this.path, 0o777);
    for (const program of ['env', 'sh']) symlinkSync(programPath(program) ?? '', this.at('bin', program));
    this.#write('apt-get', APT);
    this.#write('sudo', SUDO);
  }

  at(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** What apt-get was called with. */
  get aptCalls(): readonly string[] {
    return existsSync(this.at('log')) ? readFileSync(this.at('log'), 'utf8').trimEnd().split('\n') : [];
  }

  without(program: string): void {
    rmSync(this.at('bin', program));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** Runs Node without a terminal. */
  run(args: readonly string[], { env = {}, uid }: Run = {}): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
      env: this.#env(env),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
    });
    return { status, printed: stdout + stderr };
  }

  /** Runs Node on a terminal and answers its question. */
  runOnTerminal(answer: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
    const words = ['-c', ON_TERMINAL, answer, process.execPath, ...args];
    const python = outputOf('python3 -c "import sys; print(sys.executable)"') ?? '';
    const options = { env: this.#env(env), encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(python, words, options);
    return { status, printed: (stdout + stderr).replaceAll('\r\n', '\n') };
  }

  #env(more: Readonly<Record<string, string>>): Record<string, string> {
    return { PATH: this.at('bin'), HOME: this.path, MACHINE: this.path, npm_config_update_notifier: 'false', ...more };
  }

  #write(program: string, script: string): void {
    writeFileSync(this.at('bin', program), `#!/bin/sh\n${script}`, { mode: 0o755 });
  }
}

/** The path of a program of the real machine; null when it is not installed. */
export function programPath(program: string): string | null {
  return outputOf(`command -v ${program}`);
}

function outputOf(line: string): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
