/** Data that are not what the fit had, and what makes them so again. */
export type Repair =
  | {
      readonly kind: 'inputs';
      /** What has to be done to the inputs: `divide by 255`. */
      readonly map: string;
      /** The name of the input, where there are several. */
      readonly input: string | undefined;
      /** Whether only the place of padding changes. */
      readonly isPadding: boolean;
    }
  | {
      readonly kind: 'classes';
      /** The class of the model, by the class of the data. */
      readonly to: readonly number[];
      /** The name of the output, where there are several. */
      readonly output: string | undefined;
      /** Share of rows that are right with the classes of the model. */
      readonly right: number;
    }
  | { readonly kind: 'order'; readonly order: RowOrder };

/** How targets lie beside the rows that they belong to. */
export type RowOrder =
  | {
      readonly kind: 'shifted';
      /** A row's own target stands so many rows further on. */ readonly by: number;
    }
  | { readonly kind: 'reversed' }
  | { readonly kind: 'sorted'; readonly descending: boolean };
