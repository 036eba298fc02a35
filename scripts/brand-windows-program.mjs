// Gives a Windows program its name, version and icon, and takes its console window away.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './single-executable.mjs';

const LANGUAGE = { lang: 1033, codepage: 1200 };
const SUBSYSTEM_GUI = 2;

/** Returns the branded program. Must be done before anything is injected or signed: the resources are laid anew. */
export async function brandWindowsProgram(program, { version, name, company, icons }) {
  const require = createRequire(join(ROOT, 'guest', 'package.json'));
  const { NtExecutable, NtExecutableResource, Resource, Data } = await import(pathToFileURL(require.resolve('resedit')));
  const executable = NtExecutable.from(program, { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const [major, minor, patch] = version.split('.').map(Number);
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  info.setFileVersion(major, minor, patch, 0, LANGUAGE.lang);
  info.setProductVersion(major, minor, patch, 0, LANGUAGE.lang);
  info.setStringValues(LANGUAGE, { FileDescription: name, ProductName: name, CompanyName: company, LegalCopyright: '', InternalName: 'support', OriginalFilename: 'support.exe' });
  info.outputToResourceEntries(resources.entries);
  for (const group of Resource.IconGroupEntry.fromEntries(resources.entries)) {
    Resource.IconGroupEntry.replaceIconsForResource(resources.entries, group.id, group.lang, icons.map(({ size, rgba }) => Data.RawIconItem.from(iconBitmap(size, rgba), size, size, 32)));
  }
  resources.outputResource(executable);
  const branded = Buffer.from(executable.generate());
  branded.writeUInt16LE(SUBSYSTEM_GUI, branded.readUInt32LE(0x3c) + 24 + 68);
  return branded;
}

/** An icon as a bitmap: twice as high as it is, rows from below, an empty mask after them. */
function iconBitmap(size, rgba) {
  const maskRow = Math.ceil(size / 32) * 4;
  const bitmap = Buffer.alloc(40 + size * size * 4 + maskRow * size);
  bitmap.writeUInt32LE(40, 0);
  bitmap.writeInt32LE(size, 4);
  bitmap.writeInt32LE(size * 2, 8);
  bitmap.writeUInt16LE(1, 12);
  bitmap.writeUInt16LE(32, 14);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [red, green, blue, alpha] = rgba.subarray((y * size + x) * 4);
      bitmap.set([blue, green, red, alpha], 40 + ((size - 1 - y) * size + x) * 4);
    }
  }
  return bitmap.buffer.slice(bitmap.byteOffset, bitmap.byteOffset + bitmap.length);
}
