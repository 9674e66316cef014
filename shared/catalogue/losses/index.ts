import * as v from 'valibot'

export const crossEntropyLoss = v.pipe(v.strictObject({ kind: v.literal('cross-entropy') }),
  v.title('Cross-entropy, exact'), v.description('Without a floor: stays exact far below float32’s 1.2e-7.'))

export const crossEntropyFloat32Loss = v.pipe(v.strictObject({ kind: v.literal('cross-entropy-float32') }),
  v.title('Cross-entropy, naive float32'), v.description('Float32 log-softmax with its floor: the subject of softmax collapse.'))

export const meanSquaredErrorLoss = v.pipe(v.strictObject({ kind: v.literal('mean-squared-error') }),
  v.title('Mean squared error'), v.description('Against one-hot targets, averaged over examples and classes.'))

export const lossKinds = [crossEntropyLoss, crossEntropyFloat32Loss, meanSquaredErrorLoss] as const
export const lossSchema = v.variant('kind', [crossEntropyLoss, crossEntropyFloat32Loss, meanSquaredErrorLoss])
export type LossConfig = v.InferOutput<typeof lossSchema>
