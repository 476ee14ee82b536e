/**
 * Units by brand. A brand stops a GiB where MiB is meant; it does not stop `a + b` of two brands (that yields a bare
 * number, which no branded field takes). Conversions live here and nowhere else.
 */
declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

export type MiB = Quantity<"MiB">;
export type GiB = Quantity<"GiB">;
export type Bytes = Quantity<"bytes">;
/** Thousandths of a CPU core, as Kubernetes counts them. */
export type Millicores = Quantity<"millicores">;

export const mib = (value: number): MiB => value as MiB;
export const gib = (value: number): GiB => value as GiB;
export const bytes = (value: number): Bytes => value as Bytes;
export const millicores = (value: number): Millicores => value as Millicores;

/** Fractional sizes exist (0.75, 3.5, 218.75 GiB); their MiB are whole. */
export const gibToMib = (value: GiB): MiB => mib(Math.floor(value * 1024));
export const gibToBytes = (value: GiB): Bytes => bytes(value * 2 ** 30);
export const mibToBytes = (value: MiB): Bytes => bytes(value * 2 ** 20);
/** Whole GiB that are certainly there. */
export const bytesToGib = (value: Bytes): GiB => gib(Math.floor(value / 2 ** 30));
