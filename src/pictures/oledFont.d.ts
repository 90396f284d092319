declare module 'oled-font-5x7' {
  export const lookup: readonly string[];
  export const fontData: readonly number[];
}
