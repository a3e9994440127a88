//! JSON by the browser's own parser: half the bytes of one of ours.
//!
//! Writing is `serde-wasm-bindgen`'s. Reading is done here, because whatever cannot be read
//! is simply left out: a reader that can say why, brings the formatting of every number into
//! the learner's bytes (`cargo xtask size`: 12 KB of 100).

use js_sys::{Array, JSON, Number, Object, Reflect};
use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess,
    SeqAccess, Visitor,
};
use serde::{Serialize, forward_to_deserialize_any};
use serde_wasm_bindgen::Serializer;
use std::fmt;
use wasm_bindgen::{JsCast as _, JsValue};

/// Reads JSON text; `None` if it is not what is expected.
#[must_use]
pub fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    from_js(JSON::parse(text).ok()?)
}

/// Writes JSON text.
#[must_use]
pub fn to_text(value: &impl Serialize) -> String {
    JSON::stringify(&to_js(value))
        .map(String::from)
        .unwrap_or_default()
}

/// Reads a JavaScript value; `None` if it is not what is expected.
#[must_use]
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Option<T> {
    T::deserialize(Reader(value)).ok()
}

/// A value as JavaScript has it.
#[must_use]
pub fn to_js(value: &impl Serialize) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

/// It is not what is expected. Nobody asks why.
#[derive(Debug)]
struct Unexpected;

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unexpected value")
    }
}

impl std::error::Error for Unexpected {}

impl de::Error for Unexpected {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A value that came out of the browser's JSON parser, or by `postMessage`.
struct Reader(JsValue);

impl<'de> Deserializer<'de> for Reader {
    type Error = Unexpected;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        let Self(value) = self;
        if let Some(text) = value.as_string() {
            visitor.visit_string(text)
        } else if let Some(number) = value.as_f64() {
            // JavaScript has one kind of number, Rust's types want to know which.
            if Number::is_safe_integer(&value) {
                visitor.visit_i64(number as i64)
            } else {
                visitor.visit_f64(number)
            }
        } else if let Some(truth) = value.as_bool() {
            visitor.visit_bool(truth)
        } else if value.is_null() || value.is_undefined() {
            visitor.visit_unit()
        } else if Array::is_array(&value) {
            visitor.visit_seq(Items {
                items: value.unchecked_into(),
                next: 0,
            })
        } else {
            visitor.visit_map(Fields {
                entries: Object::entries(value.unchecked_ref()),
                next: 0,
            })
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        visitor.visit_newtype_struct(self)
    }

    /// Only the fields that are asked for: what a newer server says besides is left out.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        if !self.0.is_object() || Array::is_array(&self.0) {
            return Err(Unexpected);
        }
        visitor.visit_map(Named {
            object: self.0,
            fields: fields.iter(),
            value: JsValue::UNDEFINED,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        // Every other enum of ours is told apart by a field.
        let name = self.0.as_string().ok_or(Unexpected)?;
        let name: StringDeserializer<Unexpected> = name.into_deserializer();
        visitor.visit_enum(name)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// An array's items.
struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unexpected;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unexpected> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next += 1;
        seed.deserialize(Reader(item)).map(Some)
    }
}

/// All fields of an object.
struct Fields {
    entries: Array,
    next: u32,
}

impl Fields {
    fn entry(&self, side: u32) -> JsValue {
        self.entries
            .get(self.next)
            .unchecked_into::<Array>()
            .get(side)
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unexpected;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unexpected> {
        if self.next >= self.entries.length() {
            return Ok(None);
        }
        seed.deserialize(Reader(self.entry(0))).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Unexpected> {
        let value = self.entry(1);
        self.next += 1;
        seed.deserialize(Reader(value))
    }
}

/// The fields of an object that a struct has.
struct Named {
    object: JsValue,
    fields: std::slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Named {
    type Error = Unexpected;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unexpected> {
        for field in self.fields.by_ref() {
            let value = Reflect::get(&self.object, &JsValue::from_str(field));
            self.value = value.unwrap_or(JsValue::UNDEFINED);
            if !self.value.is_undefined() {
                let field: de::value::StrDeserializer<'_, Unexpected> =
                    (*field).into_deserializer();
                return seed.deserialize(field).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Unexpected> {
        seed.deserialize(Reader(std::mem::take(&mut self.value)))
    }
}
