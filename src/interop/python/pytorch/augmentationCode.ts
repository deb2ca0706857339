/** PyTorch code that augments images as `model/training/augmentImage.ts` does: in one go, with other draws. */
import type { Augmentation } from '../../../model/training/augmentation'

export function augmentationCode(augmentation: Augmentation): string {
  const { widthShift, heightShift, rotation, zoom, shear, noise, horizontalFlip, verticalFlip } = augmentation
  const signed = (draw: string, isOn: boolean): string =>
    isOn ? `(${draw}) * (1 - 2 * torch.randint(2, (count,), device=device))` : draw
  return `\
def augment(images):
    """Turned, slanted, moved, zoomed and mirrored about the centre in one go; beyond the edge, the nearest pixel goes on."""
    count, height, width, _ = images.shape
    device = images.device

    def draw(most):
        return (2 * torch.rand(count, device=device) - 1) * most

    angle = draw(math.radians(${rotation}))
    slant = angle + draw(math.radians(${shear}))
    down, across = draw(${heightShift} * height), draw(${widthShift} * width)
    rows = ${signed(`1 + draw(${zoom})`, verticalFlip)}
    columns = ${signed(`1 + draw(${zoom})`, horizontalFlip)}
    y, x = torch.meshgrid(torch.arange(height, device=device), torch.arange(width, device=device), indexing="ij")
    y, x = y - (height - 1) / 2, x - (width - 1) / 2
    angle, slant, down, across, rows, columns = (
        each[:, None, None] for each in (angle, slant, down, across, rows, columns)
    )
    cos, sin = torch.cos(angle), torch.sin(angle)
    source_y = rows * cos * y - columns * torch.sin(slant) * x + cos * down - sin * across
    source_x = rows * sin * y + columns * torch.cos(slant) * x + sin * down + cos * across
    grid = torch.stack([source_x / max(1, width - 1) * 2, source_y / max(1, height - 1) * 2], dim=-1)
    moved = F.grid_sample(channels_first(images), grid, padding_mode="border", align_corners=True)
    noisy = moved + ${255 * noise} * torch.randn_like(moved)
    return channels_last(noisy.clamp(0, 255))
`
}
