/** True for a prime; trial division, meant for moduli of at most a few thousand. */
export function isPrime(n: number): boolean {
  if (!Number.isInteger(n) || n < 2) return false
  for (let divisor = 2; divisor * divisor <= n; divisor++) {
    if (n % divisor === 0) return false
  }
  return true
}
