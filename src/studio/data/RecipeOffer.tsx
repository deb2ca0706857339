import type { BroughtRecipe } from '../../data/importReport'
import { useActions, useDocument } from '../../store/hooks'
import { FixButton } from '../../ui/FixButton'
import { formatAmount } from '../../ui/format'
import { Message } from '../../ui/Message'

/** Tells how the images were trained on elsewhere, and takes that over at a press. */
export function RecipeOffer({ brought }: { readonly brought: BroughtRecipe }) {
  const { from, epochs, batchSize, learningRate } = brought
  const recipe = useDocument((document) => document.recipe)
  const { takeRecipe } = useActions()
  const isSame = recipe.epochs === epochs && recipe.batchSize === batchSize && recipe.learningRate === learningRate
  return (
    <Message kind="info">
      <bdi>{from}</bdi> was trained in Teachable Machine for {formatAmount(epochs, 'epoch')}, with a batch size of{' '}
      {batchSize} and a learning rate of {learningRate}.
      {!isSame && <FixButton onFix={() => takeRecipe(brought)}>Train so here</FixButton>}
    </Message>
  )
}
