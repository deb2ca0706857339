"""Models of PyTorch as ONNX files, and what PyTorch makes of images: python make_onnx_models.py FOLDER

For each net, FOLDER gets NAME.pixels (bytes, channel last), NAME.expected (probabilities), and a file an exporter: NAME-traced.onnx, and
NAME-exported.onnx where onnxscript is installed.
"""

import importlib.util
import sys
from pathlib import Path

import torch
from torch import nn

FOLDER = Path(sys.argv[1])
IMAGES = 4
HAS_EXPORTER = importlib.util.find_spec("onnxscript") is not None


class Residual(nn.Module):
    """The stem of a ResNet and two blocks: padding that is not TensorFlow's, shortcuts, a mean over the image."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 8, 7, stride=2, padding=3, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        )
        self.main = nn.Sequential(
            nn.Conv2d(8, 16, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, 16, 3, padding=1, bias=False),
            nn.BatchNorm2d(16),
        )
        self.shortcut = nn.Sequential(nn.Conv2d(8, 16, 1, stride=2, bias=False), nn.BatchNorm2d(16))
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        x = self.stem(x)
        x = torch.relu(self.main(x) + self.shortcut(x))
        return self.head(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


class Mobile(nn.Module):
    """Depthwise convolutions, relu6, hard swish, and a gate for each channel."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.Hardswish())
        self.depthwise = nn.Sequential(
            nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.BatchNorm2d(8), nn.ReLU6(), nn.Conv2d(8, 12, 1)
        )
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(12, 4, 1), nn.ReLU(), nn.Conv2d(4, 12, 1), nn.Hardsigmoid()
        )
        self.head = nn.Linear(12, 4)

    def forward(self, x):
        x = self.depthwise(self.stem(x))
        x = x * self.gate(x)
        return self.head(x.mean([2, 3]))


class Parts(nn.Module):
    """What else small nets of PyTorch have."""

    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1)
        self.conv = nn.Conv2d(1, 6, 3, padding=1)
        self.prelu = nn.PReLU(6)
        self.norm = nn.LayerNorm(20)
        self.hidden = nn.Linear(4 * 10 * 10, 20)
        self.head = nn.Linear(20, 3)

    def forward(self, x):
        x = nn.functional.avg_pool2d(self.prelu(self.conv(x)), 2)
        x = nn.functional.interpolate(self.up(x), scale_factor=2)
        x = nn.functional.max_pool2d(nn.functional.gelu(x), 2)
        x = nn.functional.silu(self.hidden(x.reshape(x.shape[0], -1)))
        return self.head(nn.functional.leaky_relu(self.norm(x)))


NETS = {
    "lenet": (
        nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(400, 84),
            nn.Tanh(),
            nn.Dropout(0.5),
            nn.Linear(84, 10),
            nn.Softmax(1),
        ),
        (1, 28, 28),
    ),
    "residual": (Residual(), (3, 32, 32)),
    "mobile": (Mobile(), (3, 24, 20)),
    "parts": (Parts(), (1, 10, 10)),
    "rows": (nn.Sequential(nn.Flatten(), nn.Linear(64, 12), nn.ELU(), nn.Linear(12, 3), nn.LogSoftmax(1)), (1, 8, 8)),
}


def disturb(net):
    """Statistics and weights that are none of their first values."""
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.uniform_(-0.3, 0.3)
                module.running_var.uniform_(0.5, 2)
                module.weight.uniform_(0.7, 1.4)
                module.bias.uniform_(-0.3, 0.3)


torch.manual_seed(7)
for name, (net, shape) in NETS.items():
    disturb(net)
    net.eval()
    pixels = torch.randint(0, 256, (IMAGES, *shape[1:], shape[0]), dtype=torch.uint8)
    images = pixels.permute(0, 3, 1, 2).float() / 255
    with torch.no_grad():
        scores = net(images)
    ends = isinstance(net, nn.Sequential) and isinstance(net[-1], nn.Softmax)
    expected = scores if ends else torch.softmax(scores, 1)
    pixels.numpy().tofile(FOLDER / f"{name}.pixels")
    expected.numpy().tofile(FOLDER / f"{name}.expected")
    traced = {"dynamo": False, "dynamic_axes": {"image": {0: "batch"}}}
    torch.onnx.export(net, (images,), str(FOLDER / f"{name}-traced.onnx"), input_names=["image"], **traced)
    if HAS_EXPORTER:
        exported = {"dynamo": True, "external_data": False}
        torch.onnx.export(net, (images,), str(FOLDER / f"{name}-exported.onnx"), input_names=["image"], **exported)
