/** Targets that CMake and its generators make by themselves (CMake's policy CMP0037, and the Makefile generators). */
const RESERVED: ReadonlySet<string> = new Set([
  ...['all', 'all_build', 'clean', 'depend', 'edit_cache', 'help', 'install', 'list_install_components', 'package'],
  ...['package_source', 'preinstall', 'rebuild_cache', 'run_tests', 'test', 'zero_check'],
]);

/** The CMake target of a spec's name, which is a safe file name: without `.` and spaces, and no target of CMake's own. */
export function cmakeTarget(name: string): string {
  const target = name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return RESERVED.has(target.toLowerCase()) ? `${target}_firmware` : target;
}
