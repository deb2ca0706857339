/** Python that reads images with their classes and splits: a zip or a folder, with a table beside it or one folder a class. */

export const DATA_CODE = `\
IMAGE_ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
PATH_COLUMNS = ("image_path", "path", "filepath", "filename", "file", "image")
LABEL_COLUMNS = ("label", "class", "target", "category")
SPLIT_COLUMNS = ("split",)
SPLITS = {
    **dict.fromkeys(("0", "train", "training"), "train"),
    **dict.fromkeys(("1", "validation", "valid", "val"), "validation"),
    **dict.fromkeys(("2", "test", "testing"), "test"),
}


def list_images(source):
    """The images in a zip or a folder: by path, what reads the file."""
    if source.is_dir():
        files = {file.relative_to(source).as_posix(): file.read_bytes for file in sorted(source.rglob("*")) if file.is_file()}
    else:
        archive = zipfile.ZipFile(source)
        files = {name: functools.partial(archive.read, name) for name in archive.namelist()}
    return {
        path: read
        for path, read in files.items()
        if PurePosixPath(path).suffix.lower() in IMAGE_ENDINGS
        and not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(path).parts)
    }


def outer_folder(images):
    """The folder that holds all of them, with a slash behind it; empty where there is none."""
    folder = os.path.commonpath([os.path.dirname(path) or "." for path in images]) if images else ""
    return f"{folder}/" if folder not in ("", ".") else ""


def read_table(table, images):
    """A row an image: its path, its class, and its split where the table says it. The first row of an image counts."""
    outer = outer_folder(images)
    examples, absent = {}, 0
    with open(table, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        path_column, label_column, split_column = (
            next((name for name in rows.fieldnames or () if name.strip().lower() in names), None)
            for names in (PATH_COLUMNS, LABEL_COLUMNS, SPLIT_COLUMNS)
        )
        if path_column is None or label_column is None:
            sys.exit(f"{table} has no column of paths ({', '.join(PATH_COLUMNS)}) or of classes ({', '.join(LABEL_COLUMNS)}).")
        for row in rows:
            written = posixpath.normpath(row[path_column].strip().replace("\\\\", "/")).lstrip("/")
            path = next((path for path in (written, outer + written) if path in images), None)
            absent += path is None
            if path is not None and path not in examples:
                split = SPLITS.get(row[split_column].strip().lower()) if split_column else None
                examples[path] = (row[label_column].strip(), split)
    if absent:
        print(f"{absent} rows of {table} name an image that is not there, and were left out.")
    return [(path, *said) for path, said in examples.items()]


def read_folders(images):
    """The class of an image is its folder, which may lie in one that says the split."""
    outer = outer_folder(images)
    examples = []
    for path in images:
        folders = PurePosixPath(path.removeprefix(outer)).parts[:-1]
        split = SPLITS.get(folders[0].lower()) if len(folders) > 1 else None
        if folders:
            examples.append((path, folders[1] if split else folders[0], split))
    return examples


def read_image(content):
    """HEIGHT x WIDTH x CHANNELS bytes. An image of another size is brought to it whole, with black beside it."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("L" if CHANNELS == 1 else "RGB")
    if image.size != (WIDTH, HEIGHT):
        image = ImageOps.pad(image, (WIDTH, HEIGHT), Image.Resampling.BOX)
    return np.asarray(image, dtype=np.uint8).reshape(HEIGHT, WIDTH, CHANNELS)


def load_data(source, table):
    """Pixels, labels as numbers, and the images of each split."""
    images = list_images(source)
    examples = read_table(table, images) if table else read_folders(images)
    if not examples:
        sys.exit(f"{source} has no images that can be used{f' with {table}' if table else ''}.")
    unknown = sorted({label for _, label, _ in examples} - set(CLASSES))
    if unknown:
        sys.exit(f"The data have classes that the model does not know: {', '.join(unknown[:5])}.")
    pixels = np.stack([read_image(images[path]()) for path, _, _ in examples])
    numbers = {label: number for number, label in enumerate(CLASSES)}
    labels = np.array([numbers[label] for _, label, _ in examples])
    said = [split for _, _, split in examples]
    every = range(len(examples))
    if any(said) and not DEALS_ANEW:
        splits = {name: [image for image in every if (said[image] or "train") == name] for name in ("train", "validation", "test")}
    else:
        train, validation, test = DRAWN_SHARES
        rest, tested = draw_share(every, labels, test, DRAWN_SEED)
        rest, validated = draw_share(rest, labels, validation / (train + validation), DRAWN_SEED)
        splits = {"train": rest, "validation": validated, "test": tested}
    if not splits["validation"] and VALIDATION_SPLIT > 0:
        splits["train"], splits["validation"] = draw_share(splits["train"], labels, VALIDATION_SPLIT, SEED)
    if not splits["train"]:
        sys.exit("No image is there to train on.")
    print(", ".join(f"{len(images):,} {name} images" for name, images in splits.items()))
    return pixels, labels, splits
`
