//! The binary `onehop`.

fn main() -> std::process::ExitCode {
    server::cli::main()
}
