//! Pages, their forms and server functions: what a browser without scripts gets.

mod browser;
