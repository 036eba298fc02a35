/**
 * Has a Linux library load where the C library is older than the one it was linked against, if all that it wants of the newer one are weak
 * symbols, which may be absent: marks that version as weak in the library's list of needed versions. (patchelf cannot.)
 */
const SHT_DYNSYM = 11;
const SHT_GNU_VERSYM = 0x6fffffff;
const SHT_GNU_VERNEED = 0x6ffffffe;
const VER_FLG_WEAK = 2;
const STB_WEAK = 2;

/** Returns the library with the version marked; throws where a symbol of it is needed in earnest, or where nothing asks for it. */
export function weakenVersion(library, version) {
  const elf = Buffer.from(library);
  const sections = sectionsOf(elf);
  const one = (type) => sections.find((section) => section.type === type);
  const [needed, versions, symbols] = [one(SHT_GNU_VERNEED), one(SHT_GNU_VERSYM), one(SHT_DYNSYM)];
  const names = sections[needed.link];
  let marked = 0;
  for (const aux of auxiliariesOf(elf, needed)) {
    const name = names.offset + elf.readUInt32LE(aux + 8);
    if (elf.toString('latin1', name, elf.indexOf(0, name)) !== version) continue;
    demandWeak(elf, versions, symbols, elf.readUInt16LE(aux + 6), version);
    elf.writeUInt16LE(elf.readUInt16LE(aux + 4) | VER_FLG_WEAK, aux + 4);
    marked += 1;
  }
  if (marked === 0) throw new Error(`the library does not ask for ${version}`);
  return elf;
}

function sectionsOf(elf) {
  const [start, size, count] = [Number(elf.readBigUInt64LE(40)), elf.readUInt16LE(58), elf.readUInt16LE(60)];
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return { type: elf.readUInt32LE(at + 4), offset: Number(elf.readBigUInt64LE(at + 24)), size: Number(elf.readBigUInt64LE(at + 32)), link: elf.readUInt32LE(at + 40) };
  });
}

function auxiliariesOf(elf, { offset }) {
  const found = [];
  for (let need = offset, more = true; more; ) {
    for (let aux = need + elf.readUInt32LE(need + 8), left = elf.readUInt16LE(need + 2); left > 0; left--) {
      found.push(aux);
      aux += elf.readUInt32LE(aux + 12);
    }
    const next = elf.readUInt32LE(need + 12);
    more = next !== 0;
    need += next;
  }
  return found;
}

function demandWeak(elf, versions, symbols, index, version) {
  for (let at = 0; at * 2 < versions.size; at++) {
    if ((elf.readUInt16LE(versions.offset + at * 2) & 0x7fff) !== index) continue;
    if (elf[symbols.offset + at * 24 + 4] >> 4 !== STB_WEAK) throw new Error(`a symbol of ${version} is needed in earnest`);
  }
}
