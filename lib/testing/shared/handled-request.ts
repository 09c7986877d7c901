/** An input whose members, where present, have been checked to have a value. */
export type HandledRequest<Input> = { readonly [Member in keyof Input]: NonNullable<Input[Member]> };
