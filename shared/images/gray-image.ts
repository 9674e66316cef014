/** A grayscale picture, 0 black … 255 white, in rows. */
export interface GrayImage {
  width: number
  height: number
  pixels: Uint8Array
}

export interface Point {
  x: number
  y: number
}

/** An all-white picture. */
export function whiteImage(width: number, height: number): GrayImage {
  return { width, height, pixels: new Uint8Array(width * height).fill(255) }
}

/**
 * A black line of one pixel between two pixels, both included, by Bresenham's algorithm (1965): of two pixels equally far from the
 * line the one beyond is taken, as Pillow does. What lies outside of the picture is left out.
 */
export function drawLine({ width, height, pixels }: GrayImage, from: Point, to: Point): void {
  const [across, down] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)]
  const [long, short] = [Math.max(across, down), Math.min(across, down)]
  const step = { x: Math.sign(to.x - from.x), y: Math.sign(to.y - from.y) }
  let { x, y } = from
  let error = 2 * short - long
  for (let drawn = 0; drawn <= long; drawn++) {
    if (x >= 0 && x < width && y >= 0 && y < height) pixels[y * width + x] = 0
    const aside = error >= 0 && short > 0
    if (across > down || aside) x += step.x
    if (across <= down || aside) y += step.y
    error += 2 * short - (aside ? 2 * long : 0)
  }
}

/** Pictures of one size in rows of `columns`, joined to one. */
export function tileImages(images: readonly GrayImage[], columns: number): GrayImage {
  const { width, height } = images[0]
  const joined = whiteImage(columns * width, Math.ceil(images.length / columns) * height)
  images.forEach(({ pixels }, position) => {
    const start = Math.floor(position / columns) * height * joined.width + (position % columns) * width
    for (let row = 0; row < height; row++) {
      joined.pixels.set(pixels.subarray(row * width, (row + 1) * width), start + row * joined.width)
    }
  })
  return joined
}
