/** The same keys with texts of another language. The English ones are types themselves: each says what values it takes. */
export type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };
