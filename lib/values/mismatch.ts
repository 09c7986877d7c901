/** Why a value does not fit what was declared. The reason never quotes the value. */
export class Mismatch extends Error {}
