/** The HTTP status the service sends a code with (api.md 18.2 to 18.6, read 2026-11-26), for faults that tell the code alone. */

/** All that are not 400; where the page gives two, the one it gives first. */
const codesByStatus: Readonly<Record<number, readonly number[]>> = {
  401: [800001, 900420],
  403: [
    2030, 2032, 2085, 2091, 13605, 20002, 90000, 400030, 400036, 800019, 800020, 800027, 800028, 800039,
    800043, 800066, 800067, 800068, 800069, 800073, 800074, 800075, 800088, 800089, 800112, 800114, 800115,
    900105, 900115, 900123, 900124, 900137, 900138, 900139, 900149, 900150, 900308, 900309, 900329, 900416,
  ],
  404: [
    1000, 2071, 2072, 3000, 20000, 20003, 60002, 60003, 400013, 400018, 600074, 800007, 800008, 800015,
    800016, 800037, 800038, 800076, 800111, 900100, 900154,
  ],
  409: [27009, 800014, 800060, 800064, 900101, 900104, 900112, 900113, 900114, 900278],
  417: [800036],
  500: [800003, 800005, 800031, 800083, 800084, 800087, 800094, 900103, 900135, 900192],
}

const statuses = new Map(
  Object.entries(codesByStatus).flatMap(([status, codes]) =>
    codes.map(code => [code, Number(status)] as const),
  ),
)

export function statusOfCode(code: number): number {
  return statuses.get(code) ?? 400
}
