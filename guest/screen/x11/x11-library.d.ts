/** The part of the package `x11` (which comes without types) that is used here. */
declare module 'x11' {
  type Answer<T> = (error: Error | null | undefined, value: T) => void | boolean;

  export interface XEvent {
    readonly name: string;
    readonly type: number;
    readonly wid?: number;
    readonly width?: number;
    readonly height?: number;
    readonly area?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly selection?: number;
    readonly owner?: number;
    readonly requestor?: number;
    readonly target?: number;
    readonly property?: number;
    readonly time?: number;
  }

  export interface DamageExtension {
    readonly ReportLevel: { readonly RawRectangles: number };
    Create(damage: number, drawable: number, level: number): void;
    Destroy(damage: number): void;
  }

  export interface TestExtension {
    readonly KeyPress: number;
    readonly KeyRelease: number;
    readonly ButtonPress: number;
    readonly ButtonRelease: number;
    readonly MotionNotify: number;
    FakeInput(type: number, detail: number, time: number, window: number, x: number, y: number): void;
  }

  export interface FixesExtension {
    readonly firstEvent: number;
    readonly CursorNotifyMask: { readonly DisplayCursor: number };
    readonly SelectionEventMask: { readonly SetSelectionOwner: number };
    SelectCursorInput(window: number, mask: number): void;
    SelectSelectionInput(window: number, selection: number, mask: number): void;
    GetCursorImage(answer: Answer<{ width: number; height: number; xhot: number; yhot: number; cursorImage: Buffer }>): void;
  }

  export interface XClient {
    readonly display: XDisplay;
    on(event: 'event', listener: (event: XEvent) => void): void;
    on(event: 'error' | 'end', listener: (error?: Error) => void): void;
    require(name: 'damage', answer: Answer<DamageExtension>): void;
    require(name: 'xtest', answer: Answer<TestExtension>): void;
    require(name: 'fixes', answer: Answer<FixesExtension>): void;
    AllocID(): number;
    GetImage(format: number, drawable: number, x: number, y: number, width: number, height: number, planes: number, answer: Answer<{ data: Buffer }>): void;
    GetKeyboardMapping(first: number, count: number, answer: Answer<number[][]>): void;
    ChangeKeyboardMapping(first: number, perKeycode: number, keysyms: readonly number[]): void;
    QueryPointer(window: number, answer: Answer<{ keyMask: number }>): void;
    ChangeWindowAttributes(window: number, values: { eventMask: number }): void;
    CreateWindow(id: number, parent: number, x: number, y: number, width: number, height: number, border: number, depth: number, kind: number, visual: number, values: object): void;
    DestroyWindow(id: number): void;
    InternAtom(onlyIfExists: boolean, name: string, answer: Answer<number>): void;
    ConvertSelection(requestor: number, selection: number, target: number, property: number, time: number): void;
    GetProperty(remove: number, window: number, name: number, type: number, offset: number, length: number, answer: Answer<{ data: Buffer }>): void;
    ChangeProperty(mode: number, window: number, name: number, type: number, format: number, data: Buffer): void;
    SetSelectionOwner(owner: number, selection: number, time: number): void;
    SendEvent(destination: number, propagate: number, mask: number, event: object): void;
    terminate(): void;
  }

  export interface XDisplay {
    readonly client: XClient;
    readonly min_keycode: number;
    readonly max_keycode: number;
    readonly screen: readonly { readonly root: number; readonly root_depth: number; readonly pixel_width: number; readonly pixel_height: number }[];
  }

  export const eventMask: { readonly StructureNotify: number };
  export function createClient(options: { display?: string }, answer: Answer<XDisplay>): XClient;
  const library: { readonly createClient: typeof createClient };
  export default library;
}
