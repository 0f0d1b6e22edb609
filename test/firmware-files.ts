import type { FirmwareFile } from '../contract/firmware.ts';

/** Files as an engine's build takes them, from their texts by name; a file that `generated` has is marked as it is there. */
export function firmwareFiles(
  texts: Iterable<readonly [path: string, text: string]>,
  generated: readonly FirmwareFile[] = [],
): readonly FirmwareFile[] {
  return Array.from(texts, ([path, text]): FirmwareFile => {
    const known = generated.find((file) => file.path === path);
    return { path, text, owner: known?.owner ?? 'keepwire', replaced: known?.replaced ?? false };
  });
}
