//! Circles of modules, which the compiler permits and readers do not: files of one folder that
//! name each other.
//!
//! A file may name the folder's own module and be named by it; among themselves, files and folders
//! of one folder point one way. Tests are not looked at.

use anyhow::{Context as _, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// A module, from its crate's root.
type Module = Vec<String>;

/// What is known of a crate's modules.
#[derive(Default)]
struct Crate {
    /// Paths that each module names, from the root.
    named: BTreeMap<Module, BTreeSet<Module>>,
    /// Modules' names for what stands in a file of theirs.
    passed_on: BTreeMap<Module, BTreeMap<String, Module>>,
}

/// The circles among these files, each as one sentence.
pub(crate) fn circles(sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut crates: BTreeMap<PathBuf, Crate> = BTreeMap::new();
    for path in sources {
        let Some(root) = path.ancestors().find(|it| it.ends_with("src")) else {
            continue;
        };
        let text = fs::read_to_string(path)?;
        let file = syn::parse_file(&text).with_context(|| path.display().to_string())?;
        let of = crates.entry(root.to_owned()).or_default();
        of.read(module(path.strip_prefix(root)?), &file.items);
    }
    let mut wrong = Vec::new();
    for (root, of) in &crates {
        for (folder, edges) in of.edges() {
            let circle = circle(edges);
            if !circle.is_empty() {
                let at = root.join(folder.iter().collect::<PathBuf>());
                wrong.push(format!("{}: a circle: {circle}", at.display()));
            }
        }
    }
    Ok(wrong)
}

/// The module a file holds.
fn module(path: &Path) -> Module {
    let path = path.with_extension("");
    let mut names: Module = path
        .iter()
        .map(|it| it.to_string_lossy().into_owned())
        .collect();
    names.pop_if(|last| matches!(last.as_str(), "mod" | "lib" | "main"));
    names
}

/// What goes round among these; empty if nothing does.
fn circle(mut edges: BTreeMap<String, BTreeSet<String>>) -> String {
    // What names nothing that is left is in no circle.
    loop {
        let left: BTreeSet<String> = edges.keys().cloned().collect();
        edges.retain(|_, named| {
            named.retain(|it| left.contains(it));
            !named.is_empty()
        });
        if edges.len() == left.len() {
            break;
        }
    }
    let shown = |(from, to): (&String, &BTreeSet<String>)| {
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        format!("{from} names {}", to.join(", "))
    };
    edges.iter().map(shown).collect::<Vec<_>>().join("; ")
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is = |it: &Attribute| {
        it.path().is_ident("cfg")
            && it
                .parse_args::<syn::Ident>()
                .is_ok_and(|flag| flag == "test")
    };
    attributes.iter().any(is)
}

impl Crate {
    fn read(&mut self, module: Module, items: &[Item]) {
        let mut paths = Paths::default();
        for item in items {
            match item {
                Item::Mod(inner) if is_test(&inner.attrs) => {}
                Item::Fn(inner) if is_test(&inner.attrs) => {}
                Item::Use(inner) if is_test(&inner.attrs) => {}
                item => paths.visit_item(item),
            }
        }
        let named = self.named.entry(module.clone()).or_default();
        for path in paths.0 {
            let (first, rest) = (path[0].as_str(), &path[1..]);
            let supers = path.iter().take_while(|it| *it == "super").count();
            match first {
                "crate" => {
                    named.insert(rest.to_vec());
                }
                "super" => {
                    let above = module.len().saturating_sub(supers);
                    named.insert([&module[..above], &path[supers..]].concat());
                }
                "self" => {
                    named.insert([&module, rest].concat());
                }
                // A folder's module takes something out of a file of its own.
                _ => {
                    if let [.., last] = rest {
                        let names = self.passed_on.entry(module.clone()).or_default();
                        names.insert(last.clone(), [module.as_slice(), &path].concat());
                    }
                }
            }
        }
    }

    /// The module that a path leads to.
    fn resolved(&self, path: &[String]) -> Option<Module> {
        let longest = (0..=path.len())
            .rev()
            .find(|&to| self.named.contains_key(&path[..to]))?;
        let module = &path[..longest];
        let name = path.get(longest);
        let further = name.and_then(|it| self.passed_on.get(module)?.get(it));
        match further {
            Some(further) if further.len() > longest + 1 && further.as_slice() != path => {
                self.resolved(further)
            }
            _ => Some(module.to_vec()),
        }
    }

    /// By folder: which of its files and folders names which.
    fn edges(&self) -> BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> {
        let mut edges: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for (from, named) in &self.named {
            for to in named.iter().filter_map(|path| self.resolved(path)) {
                let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
                if let (Some(a), Some(b)) = (from.get(shared), to.get(shared)) {
                    let folder = edges.entry(from[..shared].to_vec()).or_default();
                    folder.entry(a.clone()).or_default().insert(b.clone());
                }
            }
        }
        edges
    }
}

/// Every path that code names, in `use` or in place.
#[derive(Default)]
struct Paths(Vec<Module>);

impl Paths {
    fn used(&mut self, before: &Module, tree: &UseTree) {
        let with = |name: &syn::Ident| [before.as_slice(), &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.used(&with(&path.ident), &path.tree),
            UseTree::Name(name) if name.ident == "self" => self.0.push(before.clone()),
            UseTree::Name(name) => self.0.push(with(&name.ident)),
            UseTree::Rename(name) => self.0.push(with(&name.ident)),
            UseTree::Glob(_) => self.0.push(before.clone()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.used(before, tree);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.used(&Vec::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Module = path
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        if matches!(names[0].as_str(), "crate" | "super" | "self") && names.len() > 1 {
            self.0.push(names);
        }
        visit::visit_path(self, path);
    }

    /// What a macro is given is no tree yet: paths from the root are found in its words.
    fn visit_macro(&mut self, given: &'ast syn::Macro) {
        let words = given.tokens.to_string().replace(" :: ", "::");
        for word in words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':')) {
            if word.starts_with("crate::") {
                self.0.push(word.split("::").map(str::to_owned).collect());
            }
        }
        visit::visit_macro(self, given);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let mut of = Crate::default();
        for (path, text) in files {
            let file = syn::parse_file(text).unwrap();
            of.read(module(Path::new(path)), &file.items);
        }
        let circles = of.edges().into_values().map(circle);
        circles.filter(|it| !it.is_empty()).collect()
    }

    #[test]
    fn files_that_name_each_other_are_a_circle() {
        let there = ("a.rs", "use crate::b::B;");
        for back in [
            "use super::a::A;",
            "fn f() { crate::a::g(); }",
            "fn f() { assert!(crate::a::g()); }",
            "use crate::{a::A};",
            "use crate::A;",
        ] {
            let files = [there, ("b.rs", back), ("lib.rs", "mod a; pub use a::A;")];
            assert_eq!(found(&files), ["a names b; b names a"], "{back}");
        }
    }

    #[test]
    fn one_way_a_folder_s_own_module_and_tests_are_none() {
        let files = [
            ("lib.rs", "mod a; mod b; use a::A;"),
            ("a/mod.rs", "mod c; mod d; use c::C; pub struct A;"),
            ("a/c.rs", "use super::A; use super::d::D; use crate::b::B;"),
            ("a/d.rs", "pub struct D;"),
            (
                "b.rs",
                "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }",
            ),
        ];
        assert_eq!(found(&files), Vec::<String>::new());
    }

    #[test]
    fn folders_are_looked_at_whole_and_inside() {
        let files = [
            ("a/c.rs", "use super::d::D; use crate::b::B;"),
            ("a/d.rs", "use super::c::C;"),
            ("b.rs", "use crate::a::d::D;"),
            ("lib.rs", ""),
            ("a/mod.rs", ""),
        ];
        assert_eq!(
            found(&files),
            ["a names b; b names a", "c names d; d names c"]
        );
    }
}
