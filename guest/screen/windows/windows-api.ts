import type koffi from 'koffi';

export type Handle = unknown;

/** The functions of user32, gdi32 and kernel32 that are used here, by their own names. */
export interface WindowsApi {
  GetSystemMetrics(index: number): number;
  GetDC(window: Handle): Handle;
  ReleaseDC(window: Handle, context: Handle): number;
  CreateCompatibleDC(context: Handle): Handle;
  CreateCompatibleBitmap(context: Handle, width: number, height: number): Handle;
  SelectObject(context: Handle, object: Handle): Handle;
  DeleteObject(object: Handle): boolean;
  DeleteDC(context: Handle): boolean;
  BitBlt(to: Handle, x: number, y: number, width: number, height: number, from: Handle, fromX: number, fromY: number, operation: number): boolean;
  GetDIBits(context: Handle, bitmap: Handle, start: number, lines: number, bits: Buffer, info: Buffer, usage: number): number;
  SendInput(count: number, inputs: Buffer, size: number): number;
  VkKeyScanW(unit: number): number;
  GetClipboardSequenceNumber(): number;
  OpenClipboard(window: Handle): boolean;
  CloseClipboard(): boolean;
  EmptyClipboard(): boolean;
  GetClipboardData(format: number): Handle;
  SetClipboardData(format: number, memory: Handle): Handle;
  GlobalAlloc(flags: number, bytes: number): Handle;
  GlobalLock(memory: Handle): Handle;
  GlobalUnlock(memory: Handle): boolean;
  GlobalSize(memory: Handle): number;
  RtlMoveMemory(to: Handle, from: Buffer, bytes: number): void;
  copyOut(to: Buffer, from: Handle, bytes: number): void;
}

/** Loads the functions, and has coordinates be those of real pixels. */
export function loadWindowsApi(library: typeof koffi): WindowsApi {
  const user32 = library.load('user32.dll');
  const gdi32 = library.load('gdi32.dll');
  const kernel32 = library.load('kernel32.dll');
  awareOfPixels(user32);
  return {
    GetSystemMetrics: user32.func('int __stdcall GetSystemMetrics(int index)'),
    GetDC: user32.func('void* __stdcall GetDC(void* window)'),
    ReleaseDC: user32.func('int __stdcall ReleaseDC(void* window, void* context)'),
    CreateCompatibleDC: gdi32.func('void* __stdcall CreateCompatibleDC(void* context)'),
    CreateCompatibleBitmap: gdi32.func('void* __stdcall CreateCompatibleBitmap(void* context, int width, int height)'),
    SelectObject: gdi32.func('void* __stdcall SelectObject(void* context, void* object)'),
    DeleteObject: gdi32.func('bool __stdcall DeleteObject(void* object)'),
    DeleteDC: gdi32.func('bool __stdcall DeleteDC(void* context)'),
    BitBlt: gdi32.func('bool __stdcall BitBlt(void* to, int x, int y, int width, int height, void* from, int fromX, int fromY, uint32 operation)'),
    GetDIBits: gdi32.func('int __stdcall GetDIBits(void* context, void* bitmap, uint32 start, uint32 lines, void* bits, void* info, uint32 usage)'),
    SendInput: user32.func('uint32 __stdcall SendInput(uint32 count, void* inputs, int size)'),
    VkKeyScanW: user32.func('int16 __stdcall VkKeyScanW(uint16 unit)'),
    GetClipboardSequenceNumber: user32.func('uint32 __stdcall GetClipboardSequenceNumber()'),
    OpenClipboard: user32.func('bool __stdcall OpenClipboard(void* window)'),
    CloseClipboard: user32.func('bool __stdcall CloseClipboard()'),
    EmptyClipboard: user32.func('bool __stdcall EmptyClipboard()'),
    GetClipboardData: user32.func('void* __stdcall GetClipboardData(uint32 format)'),
    SetClipboardData: user32.func('void* __stdcall SetClipboardData(uint32 format, void* memory)'),
    GlobalAlloc: kernel32.func('void* __stdcall GlobalAlloc(uint32 flags, size_t bytes)'),
    GlobalLock: kernel32.func('void* __stdcall GlobalLock(void* memory)'),
    GlobalUnlock: kernel32.func('bool __stdcall GlobalUnlock(void* memory)'),
    GlobalSize: kernel32.func('size_t __stdcall GlobalSize(void* memory)'),
    RtlMoveMemory: kernel32.func('RtlMoveMemory', 'void', ['void*', 'void*', 'size_t']),
    copyOut: kernel32.func('RtlMoveMemory', 'void', ['void*', 'void*', 'size_t']),
  };
}

const PER_MONITOR_AWARE_V2 = -4;

function awareOfPixels(user32: ReturnType<typeof koffi.load>): void {
  try {
    const set = user32.func('bool __stdcall SetProcessDpiAwarenessContext(intptr_t context)');
    if (set(PER_MONITOR_AWARE_V2)) return;
  } catch {
    // Windows before 10 1703 has the older function only.
  }
  user32.func('bool __stdcall SetProcessDPIAware()')();
}
