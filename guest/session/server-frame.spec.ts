import { readServerFrame } from './server-frame.js';

describe('a frame of the server', () => {
  it('is taken where it is whole', () => {
    const frame = { type: 'open-channel', channel: 'c', hostName: 'Dana', control: true, clipboard: false };
    expect(readServerFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each(['', 'null', '[]', '"ended"', '{}', '{"type":"constructor"}', '{"type":"from-the-future"}', '{"type":"open-channel","channel":"c","hostName":"Dana","control":"yes","clipboard":false}', '{"type":"chat","line":null}'])(
    'is left alone where it is %s',
    (text) => expect(readServerFrame(text)).toBeNull(),
  );
});
