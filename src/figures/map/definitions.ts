/** What the figures of a map are, in a sentence or two. */
export const MAP_DEFINITIONS = {
  map: 'Each point is an image. What the layer gives of it is brought to at most 50 principal components, and these to two dimensions by UMAP, which keeps neighbours together. Near means alike to the model, or in their pixels where it is made of those. Distances between far groups, how large or dense a group is, and the axes mean little.',
  trustworthiness:
    'Whether neighbours on the map were neighbours before, among the principal components: 1 where each of the 5 nearest on the map was among the nearest before, and less the farther away they were (Venna and Kaski). The same as scikit-learn’s trustworthiness.',
  variance:
    'How much of all that differs between the images, in the layer, each principal component holds. The map knows what they hold together, and nothing of the rest.',
  own: 'Of the 10 nearest images on the map, the share that are of the same true class, as a mean over the images. Images most of whose nearest are of other classes are strays.',
} as const
