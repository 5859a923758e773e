"""A vision-language model on this machine: a real one, tiny, of random weights, made here."""

from __future__ import annotations

import sys

import pytest

from raredx.errors import UserError
from raredx.phenotype.report.local_model import TransformersReader
from raredx.phenotype.report.reader import ask

WORDS = ["no", "ptosis", "wide", "eyes", "present", "absent", "mouth"]
TEMPLATE = (
    "{% for message in messages %}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% else %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{% endfor %}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """LLaVA with a CLIP eye and a Llama tongue of one layer each, 16 wide, that knows 7 words."""
    transformers = pytest.importorskip("transformers", reason="an optional package")
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers

    special = ["<pad>", "<s>", "</s>", "<unk>", "<image>"]
    known = {word: at for at, word in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(known, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        additional_special_tokens=["<image>"],
    )
    eye = transformers.CLIPVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        image_size=28, patch_size=14,
    )  # fmt: skip
    tongue = transformers.LlamaConfig(
        vocab_size=len(known), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=2048,
        pad_token_id=0, bos_token_id=1, eos_token_id=2,
    )  # fmt: skip
    torch.manual_seed(0)
    model = transformers.LlavaForConditionalGeneration(
        transformers.LlavaConfig(
            vision_config=eye, text_config=tongue, image_token_index=known["<image>"],
            vision_feature_layer=-1, image_seq_length=4,
        )
    )  # fmt: skip
    processor = transformers.LlavaProcessor(
        image_processor=transformers.CLIPImageProcessor(
            size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28}
        ),
        tokenizer=fast,
        patch_size=14,
        vision_feature_select_strategy="default",
        chat_template=TEMPLATE,
        num_additional_image_tokens=1,
    )
    model.generation_config.suppress_tokens = list(range(len(special)))  # it answers in words
    made = tmp_path_factory.mktemp("tiny-llava")
    model.save_pretrained(made)
    processor.save_pretrained(made)
    return made


def test_a_model_in_a_folder_answers_in_its_own_words_and_always_the_same(folder, image):
    reader = TransformersReader(model=str(folder), most_tokens=8)
    answer = reader.read(image, "the eyes")
    assert len(answer.split()) == 8
    assert set(answer.split()) <= set(WORDS)
    assert reader.read(image, "the eyes") == answer
    assert TransformersReader(model=str(folder), most_tokens=8).read(image, "the eyes") == answer


def test_a_real_image_may_be_read_here(folder, image):
    reader = TransformersReader(model=str(folder), most_tokens=4)
    assert reader.is_here
    found = ask(reader, image, origin="real")
    assert found.trouble == ""
    assert found.reader == f"{folder} on this machine"


@pytest.mark.parametrize("model", ["nobody/has-this-model", "/nowhere/at/all"])
def test_a_model_that_is_not_here_is_one_line(model, image):
    pytest.importorskip("transformers", reason="an optional package")
    with pytest.raises(UserError, match="cannot be loaded") as raised:
        TransformersReader(model=model).read(image, "?")
    assert "\n" not in str(raised.value)


def test_without_the_package_it_says_what_to_install(image, monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)  # an import of it fails, as if absent
    with pytest.raises(UserError, match="pip install transformers"):
        TransformersReader(model="any").read(image, "?")
    found = ask(TransformersReader(model="any"), image, origin="real")
    assert "pip install transformers" in found.trouble
