import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type Frame, FrameSchema } from '../gen/devtail/v1/edge_pb';

/** The channel of the connection itself. */
export const CONTROL_CHANNEL = 0;
export const MAX_CHANNEL = 65_535;

export type FrameKind = NonNullable<MessageInitShape<typeof FrameSchema>['kind']>;

export function encodeFrame(channel: number, kind: FrameKind): Uint8Array {
  return toBinary(FrameSchema, create(FrameSchema, { channel, kind }));
}

/** @throws when the bytes are no Frame */
export function decodeFrame(message: Uint8Array): Frame {
  return fromBinary(FrameSchema, message);
}
